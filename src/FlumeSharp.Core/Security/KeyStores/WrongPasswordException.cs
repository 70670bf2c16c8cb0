namespace FlumeSharp.Security.KeyStores;

/// <summary>A digest or a padding does not fit the password: it is wrong, or the bytes are damaged, and nothing can tell which.</summary>
internal sealed class WrongPasswordException(Exception? innerException = null)
    : Exception("the password is wrong, or the file is damaged", innerException);
