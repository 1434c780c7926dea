/** The same work on a cluster, on Apache Spark: tables in, tables out. */
@NullMarked
package io.facequality.spark;

import org.jspecify.annotations.NullMarked;
