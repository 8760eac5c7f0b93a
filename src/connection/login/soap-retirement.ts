/** The end of SOAP login, in a sentence or two. Help article 005132110 and the customer notice of 21 April 2026. */
export const soapRetirement =
  "Salesforce retires SOAP login with the release Summer '27 (a customer notice names 1 June 2027), and it is off in orgs created since Winter '26.";
