package io.facequality.distill.labels;

/**
 * A person who cannot have a centre, so that none of the pictures is learnt from.
 *
 * @param name the person
 * @param pictures how many pictures there are
 * @param highQuality how many of them are of high quality, fewer than the rule asks for
 */
public record DroppedPerson(String name, int pictures, int highQuality) {}
