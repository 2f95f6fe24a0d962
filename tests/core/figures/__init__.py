"""The desks over HTTP: pages parsed, forms submitted, without a browser."""
