// Package matrix is the grid of one subject: its cells (participations by required columns) and the documents that fill
// them, of a registration or of a project file alike.
//
// It lays what people said over what the scheme says, and knows which documents serve whom. It knows the plan, its
// release, participations, documents and cells, and nothing of the rows of registrations or of what a plan keeps of its
// project file: that is for their desks.
package matrix
