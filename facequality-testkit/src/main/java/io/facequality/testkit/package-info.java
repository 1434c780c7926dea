/**
 * Contracts: what every implementation of a verb or of an {@link io.facequality.select.Objective} must meet. Each is an
 * abstract JUnit class. Extend the one of your plug-in, return the plug-in and some real input from its abstract
 * methods, and run it as any other test.
 */
@NullMarked
package io.facequality.testkit;

import org.jspecify.annotations.NullMarked;
