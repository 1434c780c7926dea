@NullMarked
package io.facequality.images;

import org.jspecify.annotations.NullMarked;
