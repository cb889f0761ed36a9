package documents

// CreateTicketsInput asks for places to upload to, 1-20 at once.
type CreateTicketsInput struct {
	ForID string // registration, or plan for its project file
	Files []FileInput
}

// FileInput is a file that will come.
type FileInput struct {
	Name   string
	Size   int
	SHA256 *string // when given, other bytes are refused
}
