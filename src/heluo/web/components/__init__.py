"""What the template tags say and draw: plain values in, plain values out; no request, no database."""
