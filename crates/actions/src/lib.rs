//! The actions of the API: one family a module, one action a file.
