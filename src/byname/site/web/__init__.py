"""The pages and the API of the site, made for each request from what a reader may see."""
