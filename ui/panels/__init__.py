"""Parts of the window. No OpenCV, no SQL, no sleeping."""
