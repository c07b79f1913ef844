"""Published violence figures: their measures, importers, series and rates."""
