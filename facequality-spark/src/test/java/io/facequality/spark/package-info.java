@NullMarked
package io.facequality.spark;

import org.jspecify.annotations.NullMarked;
