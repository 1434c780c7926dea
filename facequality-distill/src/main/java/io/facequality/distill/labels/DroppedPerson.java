package io.facequality.distill.labels;

/**
 * A person who cannot have a center, so that none of the images is learned from.
 *
 * @param name the person
 * @param images how many images there are
 * @param highQuality how many of them are of high quality, fewer than the rule asks for
 */
public record DroppedPerson(String name, int images, int highQuality) {}
