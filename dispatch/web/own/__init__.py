"""What is somebody's own on the pages: views of the list that they saved, words that they have not sent."""
