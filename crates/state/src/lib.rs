//! The State: typed tables with their indexes, and the Changes that lead from one State to the next.
