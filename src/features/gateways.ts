/** The payment gateway that forms and files mean where they name none. */
export const usualGateway = 'axia';
