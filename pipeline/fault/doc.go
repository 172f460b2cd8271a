// Package fault owns the points at which the fault suite kills or fails a night.
// In a normal build a point is an empty function that the compiler leaves out;
// built with the tag fault, one point can be armed by the environment. It refuses
// to do anything that a machine would not do: it kills the process or returns an
// error of the disk.
package fault
