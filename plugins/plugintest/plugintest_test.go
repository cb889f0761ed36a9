package plugintest

import "testing"

func TestASlugThatChangedNamesBothSides(t *testing.T) {
	t.Parallel()
	if err := sameSlug("wow-2027", "wow-2027"); err != nil {
		t.Error(err)
	}
	const want = `the manifest has the slug "wow-2028" and this test asks for "wow-2027": write "wow-2028" in this test, or Slug: "wow-2027" in the manifest`
	if err := sameSlug("wow-2028", "wow-2027"); err == nil || err.Error() != want {
		t.Errorf("it says %v, want %s", err, want)
	}
}
