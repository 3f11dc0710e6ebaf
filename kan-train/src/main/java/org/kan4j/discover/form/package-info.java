/**
 * Formulas of a form that a user gives: named constants are fitted, unknown functions found. Start at {@link
 * org.kan4j.discover.form.FormFinder}.
 */
package org.kan4j.discover.form;
