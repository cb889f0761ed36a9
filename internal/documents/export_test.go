package documents

// Files that the tests of the desk bring, made where what is in a file is tested.
var (
	Photo        = aJPEG
	WordDocument = aDocx
)
