// Package intake receives hours that somebody typed elsewhere: the rosters of
// training bodies, whose lines become proposals that each member confirms, and the
// files that members import themselves.
//
// It begins with a reader: [Table] reads lines one at a time in constant memory,
// [NewSheet] finds the columns by their names in French or in English, and
// [Lines] makes of each line a [Line], or says what is wrong with it. Nothing is
// guessed: what could be read in two ways is refused with its line number, and the
// lines around it are read all the same. Whether hours may be declared is for
// [hours.Entry.Check] alone to say.
package intake
