"""Django's PostgreSQL backend, with connections that are looked after without a question to the server each request."""
