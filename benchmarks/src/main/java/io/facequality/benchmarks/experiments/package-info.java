/** Programs that make the tables of the documentation, and those in {@code benchmarks/results}. */
@NullMarked
package io.facequality.benchmarks.experiments;

import org.jspecify.annotations.NullMarked;
