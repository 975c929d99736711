using Qemu72;
using QmpGen.CodeGeneration;
using Xunit;
using static QmpGen.Bindings.Tests.EchoSerializer;

namespace QmpGen.Bindings.Tests;

public sealed class SecretMemberTests
{
    [Fact]
    public void ToString_OfCommandWithPassword_RedactsOnlyThePassword()
    {
        Qga.GuestSetUserPasswordCommand command = new()
        {
            Username = "root",
            Password = "hunter2",
            Crypted = false,
        };

        Assert.Equal(
            "GuestSetUserPasswordCommand { Username = root, Password = (redacted), Crypted = False }",
            command.ToString()
        );
    }

    [Fact]
    public void ToString_OfUnionWithSecret_RedactsOnlyTheSecret()
    {
        ObjectOptions secret = new ObjectOptions.Secret { Id = "sec0", Data = "hunter2" };

        Assert.Contains("Id = sec0", secret.ToString(), StringComparison.Ordinal);
        Assert.Contains("Data = (redacted)", secret.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", new ObjectAddCommand(secret).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_WithExtraArguments_RedactsSecrets()
    {
        DeviceAddCommand command = new() { Driver = "vendor", ExtraArguments = { ["x-password"] = "hunter2" } };

        Assert.Contains("x-password = (redacted)", command.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_OfAnyValue_RedactsSecrets()
    {
        QomSetCommand command = new()
        {
            Path = "/objects/sec0",
            Property = "properties",
            Value = new QmpObject { ["data"] = "hunter2" },
        };

        Assert.Contains("""Value = {"data":"(redacted)"}""", command.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_OfAbsentSecret_IsEmpty() =>
        Assert.Contains("Data = ,", new ObjectOptions.Secret { Id = "sec0" }.ToString(), StringComparison.Ordinal);

    [Fact]
    public void Secret_IsComparedAndSentUnchanged()
    {
        Qga.GuestSetUserPasswordCommand command = new()
        {
            Username = "root",
            Password = "hunter2",
            Crypted = false,
        };

        Assert.NotEqual(command with { Password = "hunter3" }, command);
        Assert.Equal("""{"username":"root","password":"hunter2","crypted":false}""", WriteArguments(command));
    }

    [Fact]
    public void ToString_OfUnknownBranch_RedactsSecrets()
    {
        QmpReader reader = new(
            """{"qom-type": "vendor-secret", "id": "s", "password": "hunter2"}"""u8,
            new QmpReadContext { Subject = "the options" }
        );
        ObjectOptions unknown = reader.ReadObject<ObjectOptions>();

        Assert.IsType<ObjectOptions.UnknownBranch>(unknown);
        Assert.Contains("(redacted)", unknown.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", unknown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_OfListOfAnyValues_RedactsSecrets()
    {
        QmpList<QmpValue> list = [QmpValue.Parse("""{"password": "hunter2"}"""), 1];

        Assert.Equal("""[{"password": "(redacted)"}, 1]""", list.ToString());
    }
}
