package memory_test

import (
	"testing"

	"github.com/goodstanding/goodstanding/adapters/argon2id/argon2idtest"
	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/adapters/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(*testing.T) storetest.Stores { return memory.New() })
}

func TestChange_IsRunAgainWhenOvertaken(t *testing.T) {
	storetest.RunOvertaken(t, func(*testing.T) storetest.Stores { return memory.New() })
}

func TestStore_CodesAndLimitsAreLinearizable(t *testing.T) {
	storetest.LinearIdentity(t, argon2idtest.Hasher{}, func(*testing.T) storetest.Stores { return memory.New() })
}

func TestStore_SittingsAreLinearizable(t *testing.T) {
	storetest.Linear(t, func(*testing.T) storetest.Stores { return memory.New() })
}
