package pipeline

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// A key that may be assumed reaches a table that judging a month reads: "no change"
// would be a lie about any other.
func TestWhatMayBeAssumedIsRead(t *testing.T) {
	before := loaded(t, small+"value_groups: {bounds: given, given: {creators_from: 100, neutral_band: 5, destroyers_to: -50}}\n", nil)
	seen := 0
	for _, section := range []string{"value_groups", "intents", "advocacy", "customers"} {
		for _, key := range leaves(reflect.TypeFor[Config](), section) {
			if !isAssumable(key) || key == "intents.rules" {
				continue
			}
			seen++
			after := before
			increase(field(reflect.ValueOf(&after).Elem(), key))
			f := flip{before: before, after: after, ledger: &ledger{month: closedMonth{Month: time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC)}}}
			isRead := len(f.changes()) > 0 || len(f.closingChanges()) > 0 || !slices.Equal(
				before.givenBounds(), after.givenBounds())
			if !isRead {
				t.Errorf("%s may be assumed, and nothing that judging reads is different", key)
			}
		}
	}
	if seen < 20 {
		t.Errorf("only %d keys may be assumed", seen)
	}
}

// leaves are the keys of one value in a section of the configuration.
func leaves(config reflect.Type, key string) []string {
	kind := typeOf(config, strings.Split(key, "."))
	if kind.Kind() == reflect.Pointer {
		kind = kind.Elem()
	}
	if kind.Kind() != reflect.Struct {
		return []string{key}
	}
	var all []string
	for i := range kind.NumField() {
		all = append(all, leaves(config, key+"."+kind.Field(i).Tag.Get("yaml"))...)
	}
	return all
}

func typeOf(of reflect.Type, keys []string) reflect.Type {
	for _, key := range keys {
		if of.Kind() == reflect.Pointer {
			of = of.Elem()
		}
		for i := range of.NumField() {
			if of.Field(i).Tag.Get("yaml") == key {
				of = of.Field(i).Type
				break
			}
		}
	}
	return of
}

// field finds the value of a key, and makes what pointers on the way lack.
func field(of reflect.Value, key string) reflect.Value {
	for _, key := range strings.Split(key, ".") {
		if of.Kind() == reflect.Pointer {
			made := reflect.New(of.Type().Elem())
			of.Set(made)
			of = made.Elem()
		}
		for i := range of.NumField() {
			if of.Type().Field(i).Tag.Get("yaml") == key {
				of = of.Field(i)
				break
			}
		}
	}
	return of
}

func increase(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		made := reflect.New(v.Type().Elem())
		increase(made.Elem())
		v.Set(made)
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int:
		v.SetInt(v.Int() + 1)
	case reflect.Float64:
		v.SetFloat(v.Float() + 0.25)
	}
}
