using Microsoft.CodeAnalysis;
using Xunit;

namespace QmpGen.Generator.Tests;

/// <summary>The documentation says which strings are base64 text, because the schema does not.</summary>
public sealed class Base64DocumentationTests
{
    [Theory]
    [InlineData("qga-10.0.json", "GuestExecCommand.InputData", "ToBase64String")]
    [InlineData("qga-5.2.json", "GuestFileWriteCommand.BufB64", "ToBase64String")]
    [InlineData("qga-7.2.json", "GuestSetUserPasswordCommand.Password", "ToBase64String")]
    [InlineData("qga-7.2.json", "GuestExecStatus.OutData", "FromBase64String")]
    [InlineData("qga-7.2.json", "GuestExecStatus.ErrData", "FromBase64String")]
    [InlineData("qga-7.2.json", "GuestFileRead.BufB64", "FromBase64String")]
    [InlineData("qemu-10.0.json", "SevInjectLaunchSecretCommand.Secret", "ToBase64String")]
    [InlineData("qemu-7.2.json", "SevCapability.CertChain", "FromBase64String")]
    [InlineData("qemu-10.0.json", "ObjectOptions.SevSnpGuest.HostData", "ToBase64String")]
    [InlineData("qemu-5.2.json", "RingbufWriteCommand.Data", "if the format is <c>base64</c>")]
    [InlineData("qemu-7.2.json", "ObjectOptions.Secret.Data", "if the format is <c>base64</c>")]
    public void Documentation_OfBase64Member_HasConversion(string dump, string property, string expected) =>
        Assert.Contains(expected, Summarize(dump, property), StringComparison.Ordinal);

    [Theory]
    [InlineData("qemu-10.0.json", "ObjectOptions.SevGuest.DhCertFile")]
    [InlineData("qemu-10.0.json", "ObjectOptions.Secret.File")]
    [InlineData("qga-10.0.json", "GuestExecCommand.Path")]
    public void Documentation_OfOtherMember_DoesNotNameBase64(string dump, string property) =>
        Assert.DoesNotContain("ase64", Summarize(dump, property), StringComparison.Ordinal);

    [Theory]
    [InlineData("qga-10.0.json", "QemuClient.GuestFileWriteAsync", "<c>bufB64</c>: Base64 text: ")]
    [InlineData("qga-10.0.json", "QemuClient.GuestSetUserPasswordAsync", "<c>password</c>: Base64 text: ")]
    [InlineData("qemu-10.0.json", "QemuClient.RingbufReadAsync", "The result is base64 text if ")]
    public void Documentation_OfMethod_NamesBase64Parameters(string dump, string method, string expected) =>
        Assert.Contains(expected, Summarize(dump, method), StringComparison.Ordinal);

    private static string Summarize(string dump, string member)
    {
        string[] names = member.Split('.');
        INamedTypeSymbol type = Generation.Run(InMemorySchema.FromText(Dumps.Read(dump))).Find(names[0])!;
        type = names[1..^1].Aggregate(type, (outer, name) => outer.GetTypeMembers(name).Single());
        return Documentation.SummaryOf(type.GetMembers(names[^1])[0]);
    }
}
