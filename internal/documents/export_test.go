package documents

// Inspect says what a file is by its content.
var Inspect = inspect
