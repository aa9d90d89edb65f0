"""The demo company: deterministic, made of plausible people, calls, surveys and months."""
