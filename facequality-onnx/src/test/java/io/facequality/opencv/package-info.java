@NullMarked
package io.facequality.opencv;

import org.jspecify.annotations.NullMarked;
