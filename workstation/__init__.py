"""The domain: lights, captures, cases, specimens, reports. No Qt, no serial port."""
