/** Tests of the selection: golden values, contracts, and properties against plain double loops. */
@NullMarked
package io.facequality.select;

import org.jspecify.annotations.NullMarked;
