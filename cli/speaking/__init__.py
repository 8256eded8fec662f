"""What commands say, in the language of whoever types them."""
