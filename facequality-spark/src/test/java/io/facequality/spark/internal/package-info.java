@NullMarked
package io.facequality.spark.internal;

import org.jspecify.annotations.NullMarked;
