package io.facequality.group.internal;

/**
 * A miniature as it lies upon another, where the two are as alike as they get.
 *
 * @param similarity the correlation of their gray levels, at most 1
 * @param mirrored whether it had to be mirrored for it
 * @param turn by how many degrees the other's picture is then turned clockwise
 * @param scale how large the other's face is in its own miniature, where this one's is 1
 * @param levels its own gray levels there
 */
record Laid(double similarity, boolean mirrored, double turn, double scale, float[] levels) {}
