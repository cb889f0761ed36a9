// Package projectfiles is the desk of project files (projectdossiers): the documents about a plan as a whole, such as the
// project agreement and the extract of the Chamber of Commerce, with a matrix of their own.
//
// A project file lives as long as its plan: its state follows the plan's, and what it says about the size of the
// organisation is part of what every registration below the plan is judged by.
package projectfiles
