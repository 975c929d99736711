namespace QmpGen.Testing.Wire;

/// <summary>The JSON parsers of QEMU. They accept different requests and report errors in different words.</summary>
internal enum RequestSyntax
{
    /// <summary>Before 3.1: decodes the halves of surrogate pairs separately, and accepts lone surrogates, control
    /// characters and duplicate keys.</summary>
    Lenient,

    /// <summary>Since 3.1.</summary>
    Strict,

    /// <summary>Since 11.1: reports the position of an error.</summary>
    Positioned,
}
