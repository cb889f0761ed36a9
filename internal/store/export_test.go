package store

// ConstraintNames are the names of the constraints that Fault knows, on PostgreSQL and on SQLite.
func ConstraintNames() (postgres, sqlite []string) {
	for _, c := range constraints {
		postgres, sqlite = append(postgres, c.postgres), append(sqlite, c.sqlite)
	}
	return postgres, sqlite
}

// CheckTLS is checkTLS of an address.
var CheckTLS = checkTLS
