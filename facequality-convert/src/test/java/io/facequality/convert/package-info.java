@NullMarked
package io.facequality.convert;

import org.jspecify.annotations.NullMarked;
