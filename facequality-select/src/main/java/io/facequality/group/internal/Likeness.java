package io.facequality.group.internal;

/**
 * How alike two miniatures are once one is laid upon the other.
 *
 * @param similarity the correlation of their gray levels, at most 1
 * @param mirrored whether one had to be mirrored for it
 * @param turn by how many degrees the other's picture is then turned clockwise
 */
record Likeness(double similarity, boolean mirrored, double turn) {}
