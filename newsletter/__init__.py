"""What we publish and send out."""
