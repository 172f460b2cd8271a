package pipeline

import "testing"

func TestLoadRenamedSegments(t *testing.T) {
	const key = "renamed_segments:\n  - {from: Kids, to: Families}\n"
	config := loaded(t, small+key, nil)
	if len(config.RenamedSegments) != 1 || config.RenamedSegments[0] != (RenamedSegment{"Kids", "Families"}) {
		t.Errorf("got %v", config.RenamedSegments)
	}
	if config.Hash() == loaded(t, small, nil).Hash() {
		t.Error("a renamed segment moves figures and not the hash")
	}
	for _, test := range []struct{ name, more, want string }{
		{"merged", "  - {from: Teens, to: Families}\n", ""},
		{"blank", "  - {from: Teens}\n", "config.yaml:21: renamed_segments[1].to: is missing"},
		{"itself", "  - {from: Teens, to: Teens}\n", "config.yaml:21: renamed_segments[1].to: \"Teens\" is the name that it has already"},
		{"twice", "  - {from: Kids, to: Teens}\n", "config.yaml:21: renamed_segments[1].from: \"Kids\" is renamed twice, first on line 20"},
		{"chain", "  - {from: Babies, to: Kids}\n", "config.yaml:21: renamed_segments[1].to: \"Kids\" is renamed itself on line 20: write the last name"},
		{"circle", "  - {from: Families, to: Kids}\n", "config.yaml:20: renamed_segments[0].to: \"Families\" leads back to \"Kids\"\n" +
			"config.yaml:21: renamed_segments[1].to: \"Kids\" leads back to \"Families\""},
	} {
		if got := mistakesIn(t, small+key+test.more, nil); got != test.want {
			t.Errorf("%s:\ngot  %s\nwant %s", test.name, got, test.want)
		}
	}
}
