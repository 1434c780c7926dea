package io.facequality.distill;

import io.facequality.pipeline.PictureSearch.PassedOver;

/**
 * What became of a data set that was labeled.
 *
 * @param pictures how many pictures it has
 * @param finishedBefore how many of them were labeled by an earlier run
 * @param faces how many faces this run labeled
 * @param rejected how many pictures could not be used; the next run tries them again
 * @param passedOver what was not looked at
 */
public record LabelResult(int pictures, int finishedBefore, long faces, long rejected, PassedOver passedOver) {}
