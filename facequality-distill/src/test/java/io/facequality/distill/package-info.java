@NullMarked
package io.facequality.distill;

import org.jspecify.annotations.NullMarked;
