"""What a document says about itself: the machine readable zone."""
