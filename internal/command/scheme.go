package command

// scheme is what a maintainer of regulations does: one field a command. What the
// commands do is in package kit; here are their words.
type scheme struct {
	New      schemeNew      `cmd:"" help:"Write a regulation that compiles and passes its cases: a package of the platform, or with --module a Go module of its own."`
	Test     schemeTest     `cmd:"" help:"Put golden cases to schemes: in memory for what is built in, through their processes for the rest."`
	Describe schemeDescribe `cmd:"" help:"Write a scheme as a page for policy staff: rules with their places, parameters with validity and source, assumptions, readings, documents."`
	Evaluate schemeEvaluate `cmd:"" help:"Judge a dossier in YAML or JSON, and write the judgement as JSON. Exit status 2 when the dossier cannot be read."`
	Coverage schemeCoverage `cmd:"" help:"Say of each rule of a rulebook whether it is implemented (and by which cases it is reached), enforced by the core, or excused. Exit status 1 when one is not accounted for."`
	Diff     schemeDiff     `cmd:"" help:"Compare two releases: their manifests, and their answers case by case. Exit status 1 when codes vanished or changed what they do."`
	Install  schemeInstall  `cmd:"" help:"Put a release into a directory of plugins, with its plugin.lock: an executable, or a main package that is built first."`
	List     schemeList     `cmd:"" help:"List the releases that are built in and installed, and what a database knows of them: in force, and how many dossiers are pinned."`
	Replay   schemeReplay   `cmd:"" help:"Judge all stored registrations by a candidate release, and tell who gains and loses. Writes nothing."`
}

type schemeNew struct {
	Name     string `arg:"" name:"name|path" help:"Name of the regulation, such as wow; with --module the directory of the new module."`
	Title    string `help:"What people call it; the name in capitals by default." placeholder:"TEXT"`
	Module   string `help:"Make a Go module of its own with this path, outside the repository." placeholder:"example.org/wow"`
	Slug     string `help:"With --module: the slug, where it is not the last element of the path." placeholder:"wow"`
	Platform string `help:"A checkout of the platform." default:"." type:"path"`
	BuiltIn  bool   `help:"Add the line to plugins/builtin that makes it a part of the server."`
}

// asked are the flags that say how a scheme is started.
type asked struct {
	Plugins string   `help:"Directory with installed schemes in which a slug is looked up, instead of among the built-in ones." placeholder:"DIR" type:"path"`
	Arg     []string `help:"An argument with which an executable is started; repeat." placeholder:"WORD" sep:"none"`
}

type schemeTest struct {
	Names   []string `arg:"" optional:"" name:"slug|dir|file" help:"What to test: a slug (or slug@version), a directory with a plugin.lock, an executable, or the directory of its main package. All there are by default."`
	Cases   string   `help:"Directory of golden cases, where they do not lie beside the release." placeholder:"DIR" type:"path"`
	Process bool     `help:"Ask built-in schemes through their processes, as the server does."`
	asked   `embed:""`
}

type schemeDescribe struct {
	Name     string `arg:"" name:"slug|dir|file" help:"A slug (or slug@version), a directory with a plugin.lock, an executable, or the directory of its main package."`
	Language string `help:"Language of the page." enum:"nl,en" default:"nl"`
	asked    `embed:""`
}

type schemeEvaluate struct {
	Name  string `arg:"" name:"slug|dir|file" help:"A slug (or slug@version), a directory with a plugin.lock, an executable, or the directory of its main package."`
	File  string `arg:"" optional:"" name:"dossier" help:"The dossier, in the form of a golden case; - for standard input." default:"-"`
	asked `embed:""`
}

type schemeCoverage struct {
	Rulebook string   `arg:"" optional:"" help:"A rulebook in YAML; the index in the repository by default."`
	Scheme   []string `help:"Check the account of this scheme instead of those of the built-in ones: a slug, a directory with a plugin.lock, an executable, or the directory of its main package; repeat." placeholder:"NAME"`
	State    string   `help:"Only rules in this state." enum:",implemented,core,excused,open" default:""`
	Format   string   `help:"Write a table or JSON." enum:"text,json" default:"text"`
	asked    `embed:""`
}

type schemeDiff struct {
	From    string `arg:"" help:"The release that is compared with: a slug (or slug@version), a directory with a plugin.lock, an executable, or the directory of its main package."`
	To      string `arg:"" help:"The release that takes its place."`
	Plugins string `help:"Directory with installed schemes in which slugs are looked up, instead of among the built-in ones." placeholder:"DIR" type:"path"`
	Cases   string `help:"Directory of golden cases, instead of those that lie beside the releases." placeholder:"DIR" type:"path"`
	Format  string `help:"Write text or JSON." enum:"text,json" default:"text"`
}

type schemeInstall struct {
	Source  string   `arg:"" help:"An executable, or the directory of its main package."`
	Plugins string   `help:"The directory of plugins, as the server reads it." placeholder:"DIR" type:"path" required:"" env:"PENVOERDER_PLUGINS"`
	Cases   string   `help:"Directory of the golden cases that go with it, where they do not lie beside it." placeholder:"DIR" type:"path"`
	Arg     []string `help:"An argument with which the executable is started; repeat." placeholder:"WORD" sep:"none"`
}

type schemeList struct {
	Plugins  string `help:"Directory with installed schemes." placeholder:"DIR" type:"path" env:"PENVOERDER_PLUGINS"`
	Data     string `help:"Directory of the SQLite database." default:"var" type:"path" env:"PENVOERDER_DATA"`
	Database string `help:"postgres://… for PostgreSQL; empty for SQLite in the data directory." placeholder:"URL" env:"PENVOERDER_DATABASE"`
	Format   string `help:"Write a table or JSON." enum:"text,json" default:"text"`
}
