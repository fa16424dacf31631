"""The development command of the addon: `./dev help` tells what it does."""
