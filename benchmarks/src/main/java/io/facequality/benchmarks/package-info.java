/** Benchmarks of the stages, and measurements of whole runs. */
@NullMarked
package io.facequality.benchmarks;

import org.jspecify.annotations.NullMarked;
