"""The pages, one module each: `PARAMETERS` that the address accepts, and `layout(store, parameters, …)`."""
