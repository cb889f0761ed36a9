package command

// scheme is what a maintainer of regulations does: one field a command. Package kit carries them
// out; here are their flags and their help.
type scheme struct {
	New      schemeNew      `cmd:"" help:"Write a regulation that compiles and passes its cases: a package of the platform, or with --module a Go module of its own."`
	Test     schemeTest     `cmd:"" help:"Put golden cases to schemes: in memory for what is built in, through their processes for the rest."`
	Describe schemeDescribe `cmd:"" help:"Write a scheme as a page for policy staff: rules with their places, parameters with validity and source, assumptions, readings, documents."`
	Evaluate schemeEvaluate `cmd:"" help:"Judge a dossier in YAML or JSON, and write the judgement as JSON. Exit status 2 when the dossier cannot be read."`
	Coverage schemeCoverage `cmd:"" help:"Say of each rule of a rulebook whether it is implemented (and which cases reach it), enforced by the core (and which tests try to break it), not yet enforced, or excused. Exit status 1 when one is open."`
	Diff     schemeDiff     `cmd:"" help:"Compare two releases: their manifests, and their answers case by case. Exit status 1 when codes vanished or changed what they do."`
	Install  schemeInstall  `cmd:"" help:"Put a release into a directory of plugins, with its plugin.lock: an executable, or a main package that is built first."`
	List     schemeList     `cmd:"" help:"List the releases that are built in and installed, and what a database knows of them: in force, and how many dossiers are pinned."`
	Replay   schemeReplay   `cmd:"" help:"Judge all stored registrations by a candidate release, and tell who gains and loses. Writes nothing."`
}
