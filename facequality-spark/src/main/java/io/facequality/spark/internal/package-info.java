/** The steps of a run on Apache Spark. */
@NullMarked
package io.facequality.spark.internal;

import org.jspecify.annotations.NullMarked;
