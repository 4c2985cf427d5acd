//! The run over time, as values to draw: lifelines, messages, handlings, quiet spans, minimap (being written by the lead).
