package migration_test

import (
	"os"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/internal/migration"
)

func folder(files map[string]string) fstest.MapFS {
	all := fstest.MapFS{}
	for name, text := range files {
		all["migrations/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	return all
}

func TestRead_NumbersWithoutGap(t *testing.T) {
	steps, err := migration.Read(folder(map[string]string{"0002_more.sql": "b\r\nc\r\n", "0001_first.sql": "abc"}), "migrations")
	require.NoError(t, err)
	require.Equal(t, []migration.Step{
		{Number: 1, Name: "first", SQL: "abc", Sum: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}, // FIPS 180-4
		{Number: 2, Name: "more", SQL: "b\nc\n", Sum: steps[1].Sum},
	}, steps)
	unix, err := migration.Read(folder(map[string]string{"0002_more.sql": "b\nc\n", "0001_first.sql": "abc"}), "migrations")
	require.NoError(t, err)
	require.Equal(t, steps, unix, "line endings are the checkout's, not the step's")
}

func TestRead_RefusesMisnamedSteps(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"a gap":         {"0001_first.sql": "", "0003_third.sql": ""},
		"a start at 2":  {"0002_first.sql": ""},
		"twice":         {"0001_first.sql": "", "0001_second.sql": ""},
		"another file":  {"0001_first.sql": "", "README.md": ""},
		"a short digit": {"1_first.sql": ""},
	} {
		_, err := migration.Read(folder(files), "migrations")
		require.ErrorIs(t, err, migration.ErrMisnamed, name)
	}
}

func TestNext_GoesOnWhereTheDatabaseStands(t *testing.T) {
	one, two := migration.Step{Number: 1, Name: "first", Sum: "1"}, migration.Step{Number: 2, Name: "more", Sum: "2"}
	steps := []migration.Step{one, two}
	first, second := migration.Applied{Number: 1, Name: "first", Sum: "1"}, migration.Applied{Number: 2, Name: "more", Sum: "2"}
	for name, c := range map[string]struct {
		applied []migration.Applied
		next    migration.Step
		more    bool
		err     error
	}{
		"a new database":      {nil, one, true, nil},
		"half way":            {[]migration.Applied{first}, two, true, nil},
		"done":                {[]migration.Applied{first, second}, migration.Step{}, false, nil},
		"a changed text":      {[]migration.Applied{{Number: 1, Name: "first", Sum: "9"}}, migration.Step{}, false, migration.ErrChanged},
		"a changed name":      {[]migration.Applied{{Number: 1, Name: "other", Sum: "1"}}, migration.Step{}, false, migration.ErrChanged},
		"a hole":              {[]migration.Applied{second}, migration.Step{}, false, migration.ErrChanged},
		"a newer database":    {[]migration.Applied{first, second, {Number: 3}}, migration.Step{}, false, migration.ErrNewer},
		"newer, then changed": {[]migration.Applied{first, {Number: 2, Name: "more", Sum: "9"}, {Number: 3}}, migration.Step{}, false, migration.ErrChanged},
	} {
		next, more, err := migration.Next(steps, c.applied)
		require.ErrorIs(t, err, c.err, name)
		require.Equal(t, c.next, next, name)
		require.Equal(t, c.more, more, name)
	}
}

func TestBothDatabasesHaveTheSameSteps(t *testing.T) {
	var names [2][]string
	for i, adapter := range []string{"../../sqlite", "../../postgres"} {
		steps, err := migration.Read(os.DirFS(adapter), "migrations")
		require.NoError(t, err)
		require.NotEmpty(t, steps)
		for _, s := range steps {
			names[i] = append(names[i], s.Name)
		}
	}
	require.Equal(t, names[0], names[1])
}
